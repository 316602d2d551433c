// The CMS's calendars, begun from a file: no page of this house runs a script that stands in its text.
(() => {
  'use strict'
  const begin = root => {
    for (const each of root.querySelectorAll('[data-chooser]:not([data-begun])')) {
      const init = window[each.dataset.chooser]
      if (typeof init !== 'function' || !document.getElementById(each.dataset.for)) continue
      each.dataset.begun = ''
      init(each.dataset.for, JSON.parse(each.dataset.config))
    }
  }
  document.addEventListener('DOMContentLoaded', () => begin(document))
  document.addEventListener('w-swap:success', () => begin(document))
})()
