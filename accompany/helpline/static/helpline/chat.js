// The visitor's chat. Without this file every part of it works, by looking for new words herself.
//
// It keeps nothing: what she typed is in the box until it is sent, and gone when she leaves. A message
// that could not be sent stays in the box. Nothing here adds an entry to the browser's history.
(() => {
  'use strict'
  const place = document.getElementById('talk')
  const form = document.getElementById('composer')
  if (!place || !place.dataset.talk) return
  const say = form && form.elements.say
  const live = { 'X-Live': '1' }
  let over = false
  let sending = false

  const show = html => {
    const before = place.querySelectorAll('li').length
    place.innerHTML = html
    const state = place.firstElementChild
    if (form && state.dataset.once) form.elements.once.value = state.dataset.once
    if (state.dataset.open === '0') end()
    if (place.querySelectorAll('li').length !== before) place.scrollIntoView({ block: 'end' })
  }
  const end = () => {
    over = true
    stream.close()
    if (form) form.hidden = true
  }
  let looking = false
  const look = async () => {
    if (looking || over) return
    looking = true
    try {
      const answer = await fetch(place.dataset.talk, { headers: live, cache: 'no-store' })
      if (answer.ok && !sending) show(await answer.text())
    } catch { /* the line is down; the next look may find it up */ }
    looking = false
  }

  const stream = new EventSource(place.dataset.liveUrl)
  stream.addEventListener('changed', look)
  stream.addEventListener('open', look)
  stream.addEventListener('closed', look)
  setInterval(look, 45_000) // also says that she is still here
  setInterval(() => { if (stream.readyState === EventSource.CLOSED) look() }, 8_000) // no room for a stream

  if (form) {
    form.addEventListener('submit', async event => {
      event.preventDefault()
      if (sending || !say.value.trim()) return
      sending = true
      const sent = say.value
      try {
        const answer = await fetch(form.action, {
          method: 'POST', headers: live, body: new URLSearchParams(new FormData(form)), cache: 'no-store'
        })
        const html = await answer.text()
        if (answer.headers.get('Content-Type')?.startsWith('text/html') && html.includes('data-once')) show(html)
        if (answer.ok && say.value === sent) say.value = '' // what was typed meanwhile stays
        else if (answer.status === 413 && !html.includes('data-once')) form.submit()
      } catch { /* not sent: the words are still in the box */ }
      sending = false
      say.focus()
    })
  }
  document.querySelector('[data-check]')?.addEventListener('click', event => { event.preventDefault(); event.stopPropagation(); look() })

  const forget = () => { over = true; stream.close(); place.replaceChildren(); if (say) say.value = '' }
  document.addEventListener('leave', forget)
  addEventListener('pagehide', () => {
    if (over) return
    try { navigator.sendBeacon(place.dataset.left) } catch { /* she has left anyway */ }
  })
  addEventListener('pageshow', event => { if (event.persisted) look() })
  scrollTo(0, document.body.scrollHeight)
})()
