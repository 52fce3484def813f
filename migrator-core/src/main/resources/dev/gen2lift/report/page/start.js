'use strict';
// Says that scripts run: what needs them is shown, what replaces them is not.
document.documentElement.classList.add('scripted');

/** Tells those who do not see the page what has changed on it. */
function announce(words) {
  const status = document.getElementById('status');
  status.textContent = '';
  requestAnimationFrame(() => { status.textContent = words; });
}
