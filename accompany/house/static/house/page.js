// Small kindnesses. Every page works without this file.
(() => {
  'use strict'
  document.documentElement.classList.add('scripted')

  // After a form comes back with questions, start at the summary.
  const errors = document.querySelector('.errors[tabindex]')
  if (errors) errors.focus()

  document.addEventListener('click', event => {
    if (event.target instanceof Element && event.target.closest('[data-print]')) print()
  })
})()
