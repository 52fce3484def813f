// Copies a remedy, and opens or closes all findings of a machine.
(() => {
  function copyByHand(text) {
    // where a page may not use the clipboard, as over plain HTTP
    const field = document.createElement('textarea');
    field.value = text;
    field.className = 'unseen';
    document.body.append(field);
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    return done;
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copyByHand(text);
    }
  }

  document.addEventListener('click', async (event) => {
    const button = event.target.closest('button');
    if (button?.matches('.copy')) {
      const done = await copy(button.closest('.remedy').querySelector('pre').textContent);
      button.focus({ preventScroll: true });
      button.textContent = done ? 'Copied' : 'Select it by hand';
      announce(done ? 'The remedy was copied' : 'The remedy could not be copied');
      setTimeout(() => { button.textContent = 'Copy'; }, 2000);
    } else if (button?.matches('.unfold')) {
      const findings = button.closest('section.vm').querySelectorAll('details.finding');
      const open = Array.from(findings).some((finding) => !finding.open);
      findings.forEach((finding) => { finding.open = open; });
      button.textContent = open ? 'Close all' : 'Open all';
    }
  });
})();
