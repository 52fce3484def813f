/** The table of machines: what is filtered and how it is sorted. Null where the page has none. */
const fleetTable = (() => {
  const table = document.getElementById('fleet-table');
  if (table === null) {
    return null;
  }
  const body = table.tBodies[0];
  const form = document.getElementById('filter');
  const count = document.getElementById('shown');
  const nothing = document.getElementById('nothing');
  const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
  let rows = Array.from(body.rows, (tr, order) => ({
    tr,
    order,
    id: tr.dataset.machine,
    words: (tr.textContent + ' ' + tr.dataset.words).toLowerCase(),
    readiness: tr.dataset.readiness,
    severities: tr.dataset.severities.split(' '),
    rules: tr.dataset.rules.split(' '),
    change: tr.dataset.change ?? '',
  }));

  function accepts() {
    const words = form.elements.text.value.toLowerCase().split(/\s+/).filter((word) => word !== '');
    const chosen = (name) => form.elements[name]?.value ?? '';
    const readiness = chosen('readiness');
    const severity = chosen('severity');
    const rule = chosen('rule');
    const change = chosen('change');
    return (row) => (readiness === '' || row.readiness === readiness)
      && (severity === '' || row.severities.includes(severity))
      && (rule === '' || row.rules.includes(rule))
      && (change === '' || row.change === change)
      && words.every((word) => row.words.includes(word));
  }

  function filter() {
    const accepted = accepts();
    let shown = 0;
    for (const row of rows) {
      const hidden = !accepted(row);
      if (row.tr.hidden !== hidden) {
        row.tr.hidden = hidden;
      }
      shown += hidden ? 0 : 1;
    }
    const words = (number) => number.toLocaleString('en-US');
    count.textContent = shown === rows.length
      ? `${words(shown)} ${shown === 1 ? 'machine' : 'machines'}`
      : `${words(shown)} of ${words(rows.length)} machines`;
    nothing.hidden = shown > 0 || rows.length === 0;
    form.elements.reset.hidden = shown === rows.length && isEmpty();
  }

  function isEmpty() {
    return Array.from(form.elements).every((field) => !field.matches('input, select') || field.value === '');
  }

  const valueOf = (row, column) => {
    const cell = row.tr.cells[column];
    return cell.dataset.value ?? cell.textContent.trim();
  };

  function sort(header) {
    const column = header.cellIndex;
    const numeric = header.dataset.sort === 'number';
    const before = header.getAttribute('aria-sort');
    // what is counted is looked for from the top
    const first = header.dataset.first ?? (numeric ? 'descending' : 'ascending');
    const other = first === 'ascending' ? 'descending' : 'ascending';
    const direction = before === first ? other : first;
    const sign = direction === 'ascending' ? 1 : -1;
    const keyed = rows.map((row) => ({ row, key: numeric ? Number(valueOf(row, column)) : valueOf(row, column) }));
    const compare = numeric ? (a, b) => a - b : collator.compare;
    keyed.sort((a, b) => sign * compare(a.key, b.key) || a.row.order - b.row.order);
    rows = keyed.map(({ row }) => row);
    const sorted = document.createDocumentFragment();
    rows.forEach((row) => sorted.append(row.tr));
    body.append(sorted);
    for (const cell of table.tHead.rows[0].cells) {
      if (cell !== header) {
        cell.removeAttribute('aria-sort');
      }
    }
    header.setAttribute('aria-sort', direction);
    announce(`Sorted by ${header.textContent.trim()}, ${direction}`);
  }

  table.tHead.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (button !== null) {
      sort(button.closest('th'));
    }
  });
  form.addEventListener('input', filter);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => requestAnimationFrame(() => {
    filter();
    form.elements.text.focus();
  }));
  // a chart's part filters the table by what it stands for
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[data-filter]');
    if (link !== null) {
      event.preventDefault();
      form.elements[link.dataset.filter].value = link.dataset.choice;
      filter();
      location.hash = '#machines';
      document.getElementById('machines').focus();
    }
  });
  filter();

  return {
    /** The ids of the machines that the table shows, in its order. */
    shown: () => rows.filter((row) => !row.tr.hidden).map((row) => row.id),
    /** The link to a machine's section. */
    link: (id) => rows.find((row) => row.id === id)?.tr.querySelector('a'),
  };
})();
