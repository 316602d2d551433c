// Security keys. The page works without this file: a code does the same.
(() => {
  'use strict'
  const form = document.querySelector('form[data-security-key]')
  if (!form || !window.PublicKeyCredential) return
  const button = form.querySelector('button[type="button"]')
  const status = form.querySelector('[role="status"]')
  const answer = form.elements.namedItem('answer')
  button.hidden = false

  const bytes = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), c => c.charCodeAt(0))
  const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
  const known = list => (list || []).map(each => ({ ...each, id: bytes(each.id) }))

  const ask = async () => {
    const options = JSON.parse(form.dataset.options)
    options.challenge = bytes(options.challenge)
    if (form.dataset.securityKey === 'create') {
      options.user.id = bytes(options.user.id)
      options.excludeCredentials = known(options.excludeCredentials)
      return navigator.credentials.create({ publicKey: options })
    }
    options.allowCredentials = known(options.allowCredentials)
    return navigator.credentials.get({ publicKey: options })
  }

  const said = credential => {
    const response = {}
    for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
      if (credential.response[name]) response[name] = text(credential.response[name])
    }
    return JSON.stringify({
      id: credential.id, rawId: text(credential.rawId), type: credential.type, response,
      clientExtensionResults: credential.getClientExtensionResults(),
    })
  }

  button.addEventListener('click', async () => {
    const label = form.elements.namedItem('label')
    if (label && !label.value.trim()) { form.submit(); return }
    status.textContent = status.dataset.says
    try {
      answer.value = said(await ask())
      form.submit()
    } catch {
      status.textContent = status.dataset.failed
    }
  })
})()
