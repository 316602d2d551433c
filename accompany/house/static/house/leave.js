// Leaving and staying gone; and reading without a trail. Loaded in <head>, before anything is painted.
(() => {
  'use strict'
  const root = document.documentElement
  const neutral = root.dataset.neutral
  if (!neutral) return

  // ── Leaving ──
  // Measured: after an exit that only navigates, Back shows the page in full; `no-store` does not stop the
  // back-forward cache. So the page hides before it goes, its history entry becomes the neutral page, and every
  // page of ours that Back or Forward would bring up turns into the neutral page before it is seen.
  // The one thing kept is a flag in this tab's session storage. Coming back on purpose clears it.
  // Without script the control is a plain link to the same place.
  let flagged = false // where storage is refused, this page at least knows of itself
  const hasLeft = () => { try { return sessionStorage.getItem('left') === '1' } catch { return flagged } }
  const remember = () => { flagged = true; try { sessionStorage.setItem('left', '1') } catch { /* refused */ } }
  const forget = () => { flagged = false; try { sessionStorage.removeItem('left') } catch { /* refused */ } }

  const away = () => { root.hidden = true; location.replace(neutral) }

  const [arrival] = performance.getEntriesByType('navigation')
  if (hasLeft()) {
    if (arrival && arrival.type === 'navigate') forget()
    else away()
  }
  addEventListener('pagehide', () => { root.hidden = true }) // what the browser keeps is blank
  addEventListener('pageshow', () => { if (hasLeft()) away(); else root.hidden = false })

  // A page that the browser kept whole is shown for one frame as it last looked, before any script of it runs again
  // (seen in Chromium 156, hidden or not). So leaving calls out to such pages: one that is called is kept no longer,
  // Back asks for it anew, and the lines above come first.
  // A page of ours that is open in another tab leaves too.
  const call = 'BroadcastChannel' in window ? new BroadcastChannel('left') : null
  if (call) call.onmessage = () => leave()

  let going = false
  const blank = () => {
    const status = document.querySelector('[data-leaving]')
    if (!status) { root.hidden = true; return } // not even that much of the page has arrived
    for (const each of document.body.children) each.hidden = each !== status
    root.style.background = document.body.style.background = 'Canvas'
    status.textContent = status.dataset.leaving
  }
  const leave = event => {
    if (event) event.preventDefault()
    if (going) return
    going = true
    blank()
    stop() // what of the page is still under way stays away
    document.title = ' '
    remember()
    if (call) call.postMessage('')
    document.dispatchEvent(new Event('leave')) // a page that holds words drops them now
    if (root.dataset.leavePost) {
      try { navigator.sendBeacon(root.dataset.leavePost) } catch { /* gone is gone */ }
    }
    // A browser goes on showing the last picture of a page until the next page is painted. So the blank one is
    // painted before going; where none is being painted, nobody is looking, and a third of a second is enough.
    let gone = false
    const go = () => { if (!gone) { gone = true; location.replace(neutral) } }
    requestAnimationFrame(() => requestAnimationFrame(go))
    setTimeout(go, 330)
  }

  const closest = (event, what) => event.target instanceof Element ? event.target.closest(what) : null
  const onDoor = event => { if (closest(event, 'a[data-leave]')) leave(event) }
  document.addEventListener('click', onDoor, true)
  document.addEventListener('auxclick', onDoor, true)

  // Shift, three times within five seconds. A Shift that makes a capital letter or a selection is not one of them.
  let alone = false
  let taps = []
  document.addEventListener('keydown', event => {
    if (event.key === 'Shift') { if (!event.repeat) alone = true } else { alone = false; taps = [] }
  }, true)
  document.addEventListener('pointerdown', () => { alone = false }, true)
  document.addEventListener('keyup', event => {
    if (event.key !== 'Shift' || !alone) return
    alone = false
    taps = taps.filter(at => event.timeStamp - at < 5000).concat(event.timeStamp)
    if (taps.length >= 3) leave()
  }, true)

  // ── Private reading ──
  // A page opened from here takes this one's place, so Back leads out of the site. Chosen with a switch at the top,
  // and chosen from the start where the page says so. The choice is kept nowhere: it travels as the fragment of the
  // next address, which no server sees and no file keeps. `#quiet=place` leads on to a place in that page.
  const MARK = 'quiet'
  const travelled = /^#quiet(?:=(.*))?$/s.exec(location.hash)
  let quiet = 'flat' in root.dataset || Boolean(travelled)

  const here = () => location.pathname + location.search + (quiet ? `#${MARK}` : '')
  const onward = address => {
    const to = new URL(address, location.href)
    if (quiet && !/^#quiet(=|$)/.test(to.hash)) to.hash = to.hash ? `${MARK}=${to.hash.slice(1)}` : MARK
    return to.href
  }
  const jump = place => {
    location.replace(place)
    const marked = () => history.replaceState(null, '', here()) // only once the place was found: a page that is
    requestAnimationFrame(() => requestAnimationFrame(marked)) // still arriving looks for it before it paints
  }
  const show = () => {
    root.dataset.reading = quiet ? 'quiet' : 'plain'
    const toggle = document.querySelector('[data-reading-switch]')
    if (toggle) toggle.setAttribute('aria-pressed', String(quiet))
  }
  show()
  document.addEventListener('DOMContentLoaded', () => {
    show()
    if (travelled && travelled[1]) jump(`#${travelled[1]}`)
  })

  const isOurs = link => link.origin === location.origin && !link.target && !link.hasAttribute('download')
  document.addEventListener('click', event => {
    if (closest(event, '[data-reading-switch]')) {
      quiet = !quiet
      history.replaceState(null, '', here())
      show()
      return
    }
    const link = closest(event, 'a[href]')
    if (!quiet || !link || event.defaultPrevented || !isOurs(link)) return
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) {
      link.href = onward(link.href) // a tab of its own reads on in the same way
      return
    }
    event.preventDefault()
    const isHere = link.pathname === location.pathname && link.search === location.search
    if (!isHere) location.replace(onward(link.href))
    else if (link.hash) jump(link.hash)
    else location.reload()
  })
  for (const kind of ['auxclick', 'contextmenu']) {
    document.addEventListener(kind, event => {
      const link = closest(event, 'a[href]')
      if (quiet && link && isOurs(link)) link.href = onward(link.href)
    })
  }

  // A form sent while reading so leaves no entry either: it is sent from here, and its answer takes this page's place.
  // What cannot be done so is sent the plain way. Listening on the window: a page's own script comes first.
  let sending = false
  let plainly = false
  addEventListener('submit', event => {
    const form = event.target
    const by = event.submitter
    const said = name => (by && by.getAttribute(`form${name}`)) || form.getAttribute(name) || ''
    const to = new URL(said('action') || location.pathname + location.search, location.href)
    if (!quiet || plainly || event.defaultPrevented || said('target') || to.origin !== location.origin) return
    event.preventDefault()
    if (sending) return
    const fields = new FormData(form)
    if (by && by.name) fields.append(by.name, by.value)
    if (said('method').toLowerCase() !== 'post') {
      to.search = new URLSearchParams(fields)
      location.replace(onward(to))
      return
    }
    send(form, by, to, said('enctype') === 'multipart/form-data' ? fields : new URLSearchParams(fields))
  })
  const draw = page => { // what it says is ours and under the same policy; a script that is new here is begun
    const begun = new Set([...document.scripts].map(each => each.getAttribute('src')))
    const fresh = [...page.querySelectorAll('script[src]')].filter(each => !begun.has(each.getAttribute('src')))
    for (const sheet of page.head.querySelectorAll('link[rel="stylesheet"]')) {
      if (!document.head.querySelector(`link[href="${sheet.getAttribute('href')}"]`)) document.head.append(sheet)
    }
    for (const { name, value } of page.documentElement.attributes) root.setAttribute(name, value)
    document.title = page.title
    document.body.replaceWith(page.body)
    for (const each of fresh) {
      const own = document.createElement('script')
      own.src = each.getAttribute('src')
      document.head.append(own)
    }
    show()
    document.dispatchEvent(new Event('drawn')) // a script that holds on to a form takes hold of the new one
    const errors = document.querySelector('.errors[tabindex]')
    if (errors) errors.focus()
    else scrollTo(0, 0)
  }
  const send = async (form, by, to, body) => {
    sending = true
    try {
      const answer = await fetch(to, { method: 'POST', body, cache: 'no-store' })
      const kind = answer.headers.get('Content-Type') || ''
      if (!kind.startsWith('text/html')) throw new TypeError(kind)
      const page = answer.redirected ? '' : await answer.text()
      if (going) return
      if (answer.redirected) location.replace(onward(answer.url))
      else draw(new DOMParser().parseFromString(page, 'text/html'))
    } catch {
      plainly = true
      form.setAttribute('action', onward(to)) // a place in the page that it names must not end the reading
      if (!going) { if (form.requestSubmit) form.requestSubmit(by); else HTMLFormElement.prototype.submit.call(form) }
      plainly = false
    }
    sending = false
  }
})()
