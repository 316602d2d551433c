// The helpline's desk. A live part that was fetched anew also says which message was seen last, so that an
// answer is judged by what was on the screen when it was sent.
(() => {
  'use strict'
  for (const part of document.querySelectorAll('[data-seen-into]')) {
    new MutationObserver(() => {
      const form = document.getElementById(part.dataset.seenInto)
      const seen = part.querySelector('[data-seen]')
      if (form && seen) form.elements.seen.value = seen.dataset.seen
    }).observe(part, { childList: true, subtree: true })
  }
})()
