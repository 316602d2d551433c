// The desk's own care: it locks when left alone, in every tab; Back shows nothing after that; and what is
// being typed is kept, sealed to its writer. Every page works without this file.
(() => {
  'use strict'
  const { here, locked, drafts } = document.currentScript.dataset
  const root = document.documentElement
  const QUIET = 15 * 60 * 1000
  const OFTEN = 4000
  let last = Date.now()
  let gone = false

  const place = () => location.pathname + location.search
  const hide = () => { root.style.visibility = 'hidden' }
  const show = () => { root.style.visibility = '' }
  const leave = () => {
    if (gone) return
    gone = true
    hide()
    location.replace(locked + '?next=' + encodeURIComponent(place()))
  }
  const ask = async () => {
    try {
      const answer = await fetch(here, { cache: 'no-store', headers: { 'X-Live': '1' } })
      if (answer.status === 401) { leave(); return }
    } catch { /* no network: the page stays as it is, the server will lock it */ }
    if (!gone) show()
  }

  // Other tabs.
  const tabs = 'BroadcastChannel' in window ? new BroadcastChannel('desk') : null
  if (tabs) tabs.addEventListener('message', event => { if (event.data === 'locked') leave() })
  document.addEventListener('submit', event => {
    if (event.target.action && new URL(event.target.action).pathname === '/desk/lock/') {
      keepAll()
      const next = document.createElement('input')
      next.type = 'hidden'
      next.name = 'next'
      next.value = place()
      event.target.append(next)
      if (tabs) tabs.postMessage('locked')
    }
  })

  // Back, Forward and the browser's memory: blank until the house says that somebody is here.
  addEventListener('pagehide', hide)
  addEventListener('pageshow', event => { if (event.persisted) ask(); else show() })
  document.addEventListener('visibilitychange', () => { if (!document.hidden && Date.now() - last > 60000) ask() })
  setInterval(() => { if (Date.now() - last > QUIET) ask() }, 15000)

  // Drafts: saved while typing, a few seconds apart, and when the page goes away.
  const dirty = new Map()
  const content = form => {
    const data = new FormData(form)
    for (const [name, value] of [...data]) if (typeof value !== 'string') data.delete(name)
    return data
  }
  const keep = form => {
    if (!dirty.has(form)) return
    clearTimeout(dirty.get(form))
    dirty.delete(form)
    navigator.sendBeacon(drafts, content(form))
    last = Date.now()
  }
  const keepAll = () => { for (const form of [...dirty.keys()]) keep(form) }
  document.addEventListener('input', event => {
    const form = event.target.form
    if (!form || !form.querySelector('input[name="draft"]')) return
    if (!dirty.has(form)) dirty.set(form, setTimeout(() => keep(form), OFTEN))
  })
  document.addEventListener('submit', event => {
    clearTimeout(dirty.get(event.target))
    dirty.delete(event.target)
  })
  addEventListener('pagehide', keepAll)

  // What was kept is put back.
  for (const notice of document.querySelectorAll('[data-kept]')) {
    const form = notice.closest('form')
    if (!form) continue
    const kept = JSON.parse(notice.dataset.kept)
    for (const field of form.elements) {
      const values = kept[field.name]
      if (!values || field.type === 'hidden') continue
      if (field.type === 'radio' || field.type === 'checkbox') field.checked = values.includes(field.value)
      else if (field.type !== 'file' && field.type !== 'password') field.value = values.shift() ?? field.value
    }
  }
})()
