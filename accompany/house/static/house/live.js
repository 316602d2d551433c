// Live parts of a page. The stream only says that something changed; the part is then fetched anew,
// every 0.4 seconds at most. What is being typed, and where the focus is, stay as they are.
// <div data-live="helpline" data-live-url="…"> listens to the desk; data-live-stream names another stream.
(() => {
  'use strict'
  const parts = [...document.querySelectorAll('[data-live][data-live-url]')]
  if (!parts.length || !window.EventSource) return

  const streamOf = part => part.dataset.liveStream || '/desk/live/'
  const byStream = Map.groupBy ? Map.groupBy(parts, streamOf) : parts.reduce(
    (all, part) => all.set(streamOf(part), [...(all.get(streamOf(part)) || []), part]), new Map())
  const open = new Map()
  let over = false

  const stop = () => {
    over = true
    for (const source of open.values()) source.close()
    open.clear()
    for (const part of parts) part.dataset.liveState = 'stopped'
    document.dispatchEvent(new Event('live:stopped'))
  }

  const listen = () => {
    if (over || document.hidden) return
    for (const [address, members] of byStream) {
      if (open.has(address)) continue
      const topics = members.map(part => 'topic=' + encodeURIComponent(part.dataset.live))
      const source = new EventSource(address.includes('?') ? address : address + '?' + topics.join('&'))
      const ask = () => members.forEach(soon)
      source.addEventListener('open', ask)
      source.addEventListener('changed', ask)
      source.addEventListener('closed', stop)
      source.addEventListener('bye', () => again(address))
      source.onerror = () => { if (source.readyState === EventSource.CLOSED) { ask(); again(address, 5000) } }
      open.set(address, source)
    }
  }

  const again = (address, after = 1000) => {
    const source = open.get(address)
    if (source) source.close()
    open.delete(address)
    setTimeout(listen, after + Math.random() * 1000)
  }

  const waiting = new WeakMap()
  const soon = part => {
    const state = waiting.get(part) || { last: 0, timer: 0 }
    waiting.set(part, state)
    if (state.timer) return
    state.timer = setTimeout(async () => {
      state.last = performance.now()
      await fetchAnew(part)
      state.timer = 0
    }, Math.max(0, state.last + 400 - performance.now()))
  }

  const fetchAnew = async part => {
    try {
      const answer = await fetch(part.dataset.liveUrl, { headers: { 'X-Live': '1' }, redirect: 'manual', cache: 'no-store' })
      if (answer.type === 'opaqueredirect' || [401, 403, 404, 410].includes(answer.status)) return stop()
      if (answer.ok && answer.status !== 204) replace(part, await answer.text())
    } catch (gone) { /* the stream tries again by itself */ }
  }

  const key = field => field.id || (field.form ? (field.form.id || field.form.getAttribute('action')) + '/' : '') + field.name
  const isTyped = field => field.type === 'checkbox' || field.type === 'radio'
    ? field.checked !== field.defaultChecked
    : field.tagName === 'SELECT' ? [...field.options].some(o => o.selected !== o.defaultSelected) : field.value !== field.defaultValue

  const replace = (part, html) => {
    const fresh = new DOMParser().parseFromString(html, 'text/html').body
    if (part.liveHtml === fresh.innerHTML) return
    part.liveHtml = fresh.innerHTML
    const typed = new Map([...part.querySelectorAll('input,textarea,select')]
      .filter(field => field.type !== 'hidden' && key(field) && isTyped(field))
      .map(field => [key(field) + (field.type === 'radio' ? '=' + field.value : ''), field]))
    const focused = part.contains(document.activeElement) ? document.activeElement : null
    const place = focused && (focused.id || key(focused) || focused.getAttribute('href') || '')
    const [from, to] = focused && 'selectionStart' in focused ? [focused.selectionStart, focused.selectionEnd] : []
    const atEnd = part.scrollHeight - part.scrollTop - part.clientHeight < 40
    const scrolled = part.scrollTop

    part.replaceChildren(...fresh.childNodes)
    for (const field of part.querySelectorAll('input,textarea,select')) {
      const before = typed.get(key(field) + (field.type === 'radio' ? '=' + field.value : ''))
      if (!before || field.type === 'hidden') continue
      if ('checked' in before && /checkbox|radio/.test(before.type)) field.checked = before.checked
      else field.value = before.value
    }
    part.scrollTop = atEnd ? part.scrollHeight : scrolled
    if (place) {
      const same = [...part.querySelectorAll('a,button,input,textarea,select,[tabindex]')]
        .find(one => (one.id || (one.name !== undefined && key(one)) || one.getAttribute('href') || '') === place)
      if (same) same.focus({ preventScroll: true })
      if (same && from != null) try { same.setSelectionRange(from, to) } catch (kind) { /* it has no selection */ }
    }
    part.dispatchEvent(new Event('live:changed', { bubbles: true }))
  }

  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) return listen()
    for (const source of open.values()) source.close()
    open.clear()
  })
  addEventListener('pagehide', () => { for (const source of open.values()) source.close(); open.clear() })
  addEventListener('pageshow', listen)
  listen()
})()
