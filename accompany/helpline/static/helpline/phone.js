// The demo telephone looks for new texts every second and a half.
(() => {
  'use strict'
  const place = document.querySelector('[data-texts]')
  let last = ''
  setInterval(async () => {
    if (document.hidden) return
    try {
      const html = await (await fetch(place.dataset.texts, { cache: 'no-store' })).text()
      if (html !== last) { place.innerHTML = html; last = html }
    } catch { /* no signal */ }
  }, 1500)
})()
