// Leaving, and staying gone. Loaded in <head>, before anything is painted.
//
// Measured: after an exit that only navigates, Back shows the page in full; `no-store` does not stop the
// back-forward cache. So the page hides before it goes, its history entry becomes the neutral page, and every
// page of ours that Back or Forward would bring up turns into the neutral page before it is seen.
// The one thing kept is a flag in this tab's session storage. Coming back on purpose clears it.
// Without script the control is a plain link to the same place.
(() => {
  'use strict'
  const root = document.documentElement
  const neutral = root.dataset.neutral
  if (!neutral) return

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
  const call = 'BroadcastChannel' in window ? new BroadcastChannel('left') : null
  if (call) call.onmessage = () => {}

  let going = false
  const leave = event => {
    if (event) event.preventDefault()
    if (going) return
    going = true
    const status = document.querySelector('[data-leaving]')
    for (const each of document.body.children) each.hidden = each !== status
    root.style.background = document.body.style.background = 'Canvas'
    document.title = ' '
    if (status) status.textContent = status.dataset.leaving
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

  const onClick = event => {
    const link = event.target instanceof Element && event.target.closest('a[href]')
    if (!link) return
    if ('leave' in link.dataset) { leave(event); return }
    // Flat pages leave no trail: a link within the site replaces the page it is on.
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
    const within = link.origin === location.origin && !link.target && !link.hasAttribute('download')
    const elsewhere = link.pathname !== location.pathname || link.search !== location.search || !link.hash
    if ('flat' in root.dataset && plain && within && elsewhere && !event.defaultPrevented) {
      event.preventDefault()
      location.replace(link.href)
    }
  }
  document.addEventListener('click', onClick)
  document.addEventListener('auxclick', event => {
    if (event.target instanceof Element && event.target.closest('a[data-leave]')) leave(event)
  })

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
})()
