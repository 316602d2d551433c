// The CMS's calendars and choosers, begun from a file: no page of this house runs a script that stands in its text.
// And names for what it leaves nameless to those who listen to a page.
(() => {
  'use strict'
  const begin = root => {
    for (const each of root.querySelectorAll('[data-chooser]:not([data-begun])')) {
      const init = window[each.dataset.chooser]
      if (typeof init !== 'function' || !document.getElementById(each.dataset.for)) continue
      each.dataset.begun = ''
      new init(each.dataset.for, JSON.parse(each.dataset.config))
    }
  }
  const name = root => {
    for (const each of root.querySelectorAll('.Draftail-Editor [role=textbox]:not([aria-label])')) {
      const field = each.closest('[data-contentpath], .w-panel')
      const says = field && field.querySelector('label, .w-field__label, .w-panel__heading')
      if (says) each.setAttribute('aria-label', says.textContent.replace('*', '').trim())
    }
    for (const each of root.querySelectorAll('.modal[role=dialog]:not([aria-labelledby])'))
      if (each.querySelector('#header-title')) each.setAttribute('aria-labelledby', 'header-title')
    for (const each of root.querySelectorAll('.modal th:not([role])'))
      if (!each.textContent.trim() && !each.firstElementChild) each.setAttribute('role', 'cell')
    for (const each of root.querySelectorAll('.w-minimap__list:not([tabindex])')) each.tabIndex = 0
  }
  let waits = false
  const nameSoon = () => {
    if (waits) return
    waits = true
    requestAnimationFrame(() => { waits = false; name(document) })
  }
  // Now, with the page read and before the CMS's menus take the choosers' buttons elsewhere.
  begin(document)
  nameSoon()
  new MutationObserver(nameSoon).observe(document.body, { childList: true, subtree: true })
  document.addEventListener('w-swap:success', () => begin(document))
})()
