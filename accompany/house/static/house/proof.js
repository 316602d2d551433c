// The page that asks for Send once more. With this file nobody has to press it: while a flood is on, a worker
// solves the ticket's puzzle; else, or should it find nothing, the ticket's own seconds are waited out.
// Without it the button does the same. It keeps nothing, and sends nothing that the button would not.
(() => {
  'use strict'
  const form = document.getElementById('waiting')
  if (!form) return
  const { wait, seed, bits, parts, worker: file } = form.dataset
  const status = document.querySelector('[data-sending]')
  const words = status.textContent
  let state = 'waiting'
  let worker = null

  const show = text => { if (status.textContent !== text) status.textContent = text }
  const rest = () => { if (worker) worker.terminate(); worker = null }

  const send = async solution => {
    if (state !== 'waiting') return
    state = 'sending'
    rest()
    form.elements.solution.value = solution
    try {
      const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)), cache: 'no-store' })
      if (state !== 'sending') return
      if (answer.ok && answer.redirected) { location.replace(answer.url); return }
    } catch { // the line is down: the words stay, and the button sends them
      state = 'asking'
      show(words)
      return
    }
    state = 'asking'
    form.submit() // the plain way shows what is to be done
  }

  form.addEventListener('submit', event => { if (state !== 'asking') event.preventDefault() })
  document.addEventListener('leave', () => { state = 'gone'; rest() })
  addEventListener('pagehide', () => { state = 'gone'; rest() })
  addEventListener('pageshow', event => { if (event.persisted) { state = 'asking'; show(words) } })

  show(status.dataset.sending)
  setTimeout(() => send(''), Number(wait) * 1000 + 500)
  if (seed && window.Worker) {
    try {
      worker = new Worker(file)
      worker.onmessage = event => send(event.data)
      worker.onerror = rest
      worker.postMessage({ seed, bits: Number(bits), parts: Number(parts) })
    } catch { rest() }
  }
})()
