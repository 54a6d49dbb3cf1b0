// The conversation with the browser behind a passkey: what the server sent as text
// becomes bytes, and the answer goes back as text in the form's hidden field.

const form = document.querySelector("form[data-passkey]")
const options = JSON.parse(document.getElementById("passkey-options").textContent)
const field = form.querySelector("input[name=credential]")
const trouble = form.querySelector("[data-trouble]")

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"))
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0))
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer))
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")
}

function asked({ publicKey }) {
  const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }))
  const key = { ...publicKey, challenge: bytes(publicKey.challenge) }
  if (key.user) {
    key.user = { ...key.user, id: bytes(key.user.id) }
    key.excludeCredentials = known(key.excludeCredentials)
  } else {
    key.allowCredentials = known(key.allowCredentials)
  }
  return { publicKey: key }
}

function answered(credential) {
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]
  const response = {}
  for (const part of parts) {
    if (credential.response[part]) response[part] = text(credential.response[part])
  }
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  }
}

form.addEventListener("submit", async (event) => {
  event.preventDefault()
  trouble.hidden = true
  try {
    const credential = await navigator.credentials[form.dataset.passkey](asked(options))
    field.value = JSON.stringify(answered(credential))
    form.submit()
  } catch {
    trouble.hidden = false
  }
})
