// Opens the reports as a person does, in Chromium, and prints one line of JSON for each test.
// Usage: node report-in-browser.mjs CHROMIUM FOLDER, where FOLDER holds the reports few, later, many, thousand, hostile, long, none and run.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [executablePath, folder] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const root = process.getuid?.() === 0;
const browser = await chromium.launch({ executablePath, args: root ? ['--no-sandbox'] : [] });
const desktop = { width: 1280, height: 900 };
const phone = { width: 390, height: 844 };

/** Runs one test on a page of its own, which must ask for nothing but itself and complain about nothing. */
async function test(name, { report = 'few', hash = '', view = desktop, scheme = 'light', scripts = true }, steps) {
  const context = await browser.newContext({
    viewport: view, colorScheme: scheme, reducedMotion: 'reduce', javaScriptEnabled: scripts,
  });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const address = pathToFileURL(path.join(folder, report, 'index.html')).href;
  const complaints = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('dialog', (dialog) => { complaints.push('a dialog: ' + dialog.message()); dialog.dismiss(); });
  page.on('request', (request) => {
    if (request.url() !== address && !request.url().startsWith('data:')) complaints.push('a request: ' + request.url());
  });
  let error = null;
  let told = '';
  try {
    await page.goto(address + hash);
    told = await steps(page, context) ?? '';
    assert.deepEqual(complaints, []);
  } catch (failure) {
    error = failure.stack;
  }
  console.log(JSON.stringify({ test: name + told, error }));
  await context.close();
}

const picture = (page, name, whole = false) =>
  page.screenshot({ path: path.join(folder, name + '.png'), fullPage: whole });
const visibleNames = (page) => page.locator('#fleet-table tbody tr:not([hidden]) th bdi').allTextContents();
const visibleRows = (page) => page.locator('#fleet-table tbody tr:not([hidden])');

async function isAccessible(page) {
  // evaluated in the page's debugger, which its content security policy does not bind
  await page.evaluate(axe);
  const found = await page.evaluate(() => axe.run(document, { resultTypes: ['violations', 'incomplete'] }));
  const words = ({ id, impact, nodes }) => `${id} (${impact}): ${nodes.slice(0, 3).map((node) => node.html).join('\n')}`;
  assert.deepEqual(found.violations.map(words), []);
}

for (const scheme of ['light', 'dark']) {
  await test(`the fleet is accessible, ${scheme}`, { scheme }, async (page) => {
    await isAccessible(page);
    await picture(page, `fleet-${scheme}`, true);
  });
  await test(`a machine is accessible, ${scheme}`, { scheme, hash: '#vm-9' }, async (page) => {
    await page.getByRole('button', { name: 'Open all' }).click();
    await isAccessible(page);
    await picture(page, `machine-${scheme}`, true);
  });
}

await test('what changed is accessible, and filters', { report: 'later', scheme: 'dark' }, async (page) => {
  await page.getByText('Gone (2)').click();
  await isAccessible(page);
  await picture(page, 'changes', true);
  await page.locator('.tally a[data-choice="new"]').click();
  assert.deepEqual(await visibleNames(page), ['fra-print-012', 'ams-build-013']);
});

await test('the report of a run is accessible', { report: 'run' }, async (page) => {
  await isAccessible(page);
  await picture(page, 'run', true);
});

await test('a report without machines is a page too', { report: 'none' }, async (page) => {
  await isAccessible(page);
  assert.equal(await page.locator('#shown').textContent(), '0 machines');
});

for (const report of ['few', 'many']) {
  await test(`nothing is wider than a phone, ${report}`, { report, view: phone }, async (page) => {
    const wide = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(await wide() <= 0);
    await picture(page, `phone-fleet-${report}`, report === 'few');
    await page.evaluate(() => { location.hash = '#vm-0'; });
    await page.locator('#vm-0').waitFor();
    assert.ok(await wide() <= 0);
    await picture(page, `phone-machine-${report}`, true);
  });
}

await test('a search narrows the table down and says how far', {}, async (page) => {
  await page.getByRole('searchbox', { name: 'Search' }).fill('ubuntu');
  const names = await visibleNames(page);
  assert.ok(names.length > 0 && names.length < 12);
  assert.equal(await page.locator('#shown').textContent(), `${names.length} of 12 machines`);
  await page.getByRole('searchbox').fill('no such machine');
  assert.equal(await visibleRows(page).count(), 0);
  await page.getByText('No machine is like that.').waitFor();
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.waitForFunction(() => document.getElementById('shown').textContent === '12 machines');
  assert.equal(await visibleRows(page).count(), 12);
});

await test('readiness, severity and rule filter the table, together', { report: 'many' }, async (page) => {
  await page.getByLabel('Readiness').selectOption('not-ready');
  const all = await visibleRows(page).count();
  assert.equal(await page.locator('#fleet-table tbody tr[data-readiness="not-ready"]').count(), all);
  await page.getByLabel('Findings').selectOption('warning');
  const both = await visibleRows(page).count();
  assert.ok(both > 0 && both <= all);
  const rule = await page.locator('select[name=rule] option').nth(1).getAttribute('value');
  await page.locator('select[name=readiness]').selectOption('');
  await page.locator('select[name=severity]').selectOption('');
  await page.locator('select[name=rule]').selectOption(rule);
  const rules = await visibleRows(page).evaluateAll((rows) => rows.map((row) => row.dataset.rules.split(' ')));
  assert.ok(rules.length > 0 && rules.length < 120 && rules.every((ids) => ids.includes(rule)));
});

await test('a part of a chart filters the table by what it stands for', {}, async (page) => {
  await page.locator('.key-list a', { hasText: 'Not ready' }).click();
  assert.equal(await page.locator('select[name=readiness]').inputValue(), 'not-ready');
  const shown = await visibleRows(page).evaluateAll((rows) => rows.map((row) => row.dataset.readiness));
  assert.ok(shown.length > 0 && shown.every((readiness) => readiness === 'not-ready'));
});

await test('a click on a column sorts by it, a second one the other way round', {}, async (page) => {
  const column = (name) => page.getByRole('columnheader', { name, exact: true });
  await column('Machine').getByRole('button').click();
  const up = await visibleNames(page);
  assert.deepEqual(up, [...up].sort());
  assert.equal(await column('Machine').getAttribute('aria-sort'), 'ascending');
  await column('Machine').getByRole('button').click();
  assert.deepEqual(await visibleNames(page), up.reverse());
  await column('Provisioned').getByRole('button').click();
  assert.equal(await column('Machine').getAttribute('aria-sort'), null);
  assert.equal(await column('Provisioned').getAttribute('aria-sort'), 'descending');
  const bytes = await visibleRows(page).evaluateAll((rows) => rows.map((row) => Number(row.cells[8].dataset.value)));
  assert.deepEqual(bytes, [...bytes].sort((a, b) => b - a));
});

await test('a machine opens from its row, and the way back leads to the row', { report: 'many' }, async (page) => {
  await page.locator('#fleet-table a[href="#vm-70"]').click();
  await page.locator('#vm-70').waitFor();
  assert.equal(await page.locator('section.vm').count(), 1);
  assert.equal(await page.locator('#fleet').isVisible(), false);
  assert.match(await page.title(), /-070 – gen2lift assessment$/);
  await page.waitForFunction(() => document.activeElement.closest('section')?.id === 'vm-70');
  await page.getByRole('link', { name: 'Next' }).click();
  await page.locator('#vm-71').waitFor();
  assert.equal(await page.locator('#position').textContent(), '72 of 120');
  await page.goBack();
  await page.locator('#vm-70').waitFor();
  await page.getByRole('link', { name: 'All machines' }).click();
  await page.waitForFunction(() => document.activeElement.getAttribute('href') === '#vm-70');
  assert.equal(await page.locator('section.vm').count(), 0);
});

await test('previous and next keep to the machines that the filter shows', { report: 'many' }, async (page) => {
  await page.getByRole('searchbox').fill('sql');
  const shown = await visibleRows(page).evaluateAll((rows) => rows.map((row) => row.dataset.machine));
  await page.locator(`#fleet-table a[href="#${shown[0]}"]`).click();
  await page.getByRole('link', { name: 'Next' }).click();
  await page.locator('#' + shown[1]).waitFor();
  assert.equal(await page.locator('#position').textContent(), `2 of ${shown.length}`);
});

await test('findings open and close, one and all', { hash: '#vm-9' }, async (page) => {
  const findings = page.locator('#vm-9 details.finding');
  const warning = page.locator('#vm-9 details.finding.warning').first();
  assert.equal(await warning.getAttribute('open'), null);
  await warning.locator('summary').click();
  await warning.getByText('Why it matters').waitFor();
  await page.getByRole('button', { name: 'Open all' }).click();
  assert.equal(await findings.evaluateAll((all) => all.filter((one) => !one.open).length), 0);
  await page.getByRole('button', { name: 'Close all' }).click();
  assert.equal(await findings.evaluateAll((all) => all.filter((one) => one.open).length), 0);
});

for (const clipboard of [true, false]) {
  await test(`a remedy is copied ${clipboard ? 'by the clipboard' : 'where the page may not use the clipboard'}`,
    { hash: '#vm-9' }, async (page) => {
      if (!clipboard) {
        await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
      }
      await page.getByRole('button', { name: 'Open all' }).click();
      const remedy = page.locator('#vm-9 .remedy').first();
      await remedy.locator('.copy').click();
      await remedy.getByText('Copied').waitFor();
      await page.waitForFunction(() => document.getElementById('status').textContent === 'The remedy was copied');
      // pasted as a person would, into a field of another page
      const expected = await remedy.locator('pre').textContent();
      const other = await page.context().newPage();
      await other.setContent('<textarea></textarea>');
      await other.locator('textarea').focus();
      await other.keyboard.press('Control+V');
      assert.equal(await other.locator('textarea').inputValue(), expected);
    });
}

await test('the keyboard alone is enough', {}, async (page) => {
  const focused = () => page.evaluate(() => document.activeElement.cloneNode(false).outerHTML);
  await page.keyboard.press('Tab');
  assert.match(await focused(), /class="skip"/);
  await page.locator('input[name=text]').focus();
  await page.keyboard.type('debian');
  const left = await visibleRows(page).count();
  assert.ok(left > 0 && left < 12);
  for (let i = 0; i < 40 && !(await focused()).includes('href="#vm-'); i++) {
    await page.keyboard.press('Tab');
  }
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.notEqual(outline, 'none');
  await page.keyboard.press('Enter');
  const machine = page.locator('section.vm:visible');
  await machine.waitFor();
  const id = await machine.getAttribute('id');
  await page.keyboard.press('ArrowRight');
  const onHeading = (yes) => page.waitForFunction(([machine, wanted]) =>
    document.activeElement.matches('h2') && (document.activeElement.closest('section').id === machine) === wanted,
  [id, yes]);
  await onHeading(false);
  await page.keyboard.press('ArrowLeft');
  await onHeading(true);
  for (let i = 0; i < 40 && !(await focused()).startsWith('<summary'); i++) {
    await page.keyboard.press('Tab');
  }
  const open = await page.evaluate(() => document.activeElement.parentElement.open);
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.parentElement.open), !open);
  await page.keyboard.press('Escape');
  await page.waitForFunction((machine) => document.activeElement.getAttribute('href') === '#' + machine, id);
});

await test('a column is sorted by the keyboard', {}, async (page) => {
  await page.getByRole('columnheader', { name: 'Blockers' }).getByRole('button').focus();
  await page.keyboard.press('Space');
  assert.equal(await page.getByRole('columnheader', { name: 'Blockers' }).getAttribute('aria-sort'), 'descending');
});

await test('hostile names stay text', { report: 'hostile', view: phone }, async (page) => {
  for (const id of ['vm-0', 'vm-1']) {
    await page.evaluate((machine) => { location.hash = '#' + machine; }, id);
    await page.locator('#' + id).waitFor();
    await page.getByRole('button', { name: /Open all|Close all/ }).click();
    await picture(page, 'hostile-' + id, true);
  }
  const unwanted = await page.locator('main :is(script:not([type="text/html"]), img, iframe, [onerror])').count();
  assert.equal(unwanted, 0);
  assert.ok((await page.locator('#vm-1 h2').textContent()).includes('<script>alert(1)</script>'));
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
  assert.equal(await page.evaluate(() => /[\u202a-\u202e\u2066-\u2069]/.test(document.body.textContent)), false);
});

await test('a name of ten thousand letters takes a few lines', { report: 'long', view: phone }, async (page) => {
  const height = (selector) => page.locator(selector).evaluate((element) => element.getBoundingClientRect().height);
  assert.ok(await height('#fleet-table tbody tr') < 100);
  await page.locator('#fleet-table a[href="#vm-0"]').click();
  await page.locator('#vm-0').waitFor();
  assert.ok(await height('#vm-0 h2') < 250);
  assert.equal((await page.locator('#vm-0 h2 bdi').textContent()).length, 10_240);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth) <= 0);
});

await test('an injected script would not run', {}, async (page, context) => {
  const evil = await context.newPage();
  await evil.goto(page.url());
  const ran = await evil.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.ran = true';
    document.body.append(script);
    document.body.insertAdjacentHTML('beforeend', '<img src="x" onerror="window.ran = true">');
    return window.ran === true;
  });
  assert.equal(ran, false);
  await evil.close();
});

await test('a page of few machines is whole without scripts', { scripts: false }, async (page) => {
  assert.equal(await page.locator('section.vm').count(), 12);
  assert.equal(await page.locator('section.vm').last().isVisible(), true);
  assert.equal(await page.locator('#filter').isVisible(), false);
});

await test('a page of many machines says what it cannot do without scripts', { report: 'many', scripts: false },
  async (page) => {
    await page.getByText('report.json and report.csv beside it say the same').waitFor();
    assert.equal(await visibleRows(page).count(), 120);
  });

await test('paper shows the machines that the filter shows, unfolded', { report: 'many' }, async (page) => {
  await page.getByRole('searchbox').fill('lon-sql');
  const shown = await visibleRows(page).count();
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  assert.equal(await page.locator('section.vm').count(), shown);
  assert.equal(await page.locator('details:not([open])').count(), 0);
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  assert.equal(await page.locator('section.vm').count(), 0);
  await page.getByRole('searchbox').fill('lon-sql-050');
  const pdf = await page.pdf({ path: path.join(folder, 'printed.pdf'), format: 'A4', printBackground: true });
  assert.ok(pdf.length > 10_000);
});

// how fast it is, told and not judged: a busy machine would make any limit a matter of luck
await test('a thousand machines stay fluid', { report: 'thousand' }, async (page) => {
  const load = await page.evaluate(() => performance.getEntriesByType('navigation')[0].loadEventEnd);
  const timed = (action) => page.evaluate(async (name) => {
    const field = document.getElementById('filter').elements.text;
    const actions = {
      filter: () => { field.value = 'sql'; field.dispatchEvent(new Event('input', { bubbles: true })); },
      all: () => { field.value = ''; field.dispatchEvent(new Event('input', { bubbles: true })); },
      sort: () => document.querySelector('#fleet-table thead button').click(),
      open: () => { location.hash = '#vm-500'; },
    };
    const start = performance.now();
    actions[name]();
    // forces the layout that the change asks for
    void document.body.offsetHeight;
    const worked = performance.now() - start;
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    return Math.round(worked) + ' ms, painted after ' + Math.round(performance.now() - start) + ' ms';
  }, action);
  const times = { load: Math.round(load) + ' ms' };
  for (const action of ['filter', 'all', 'sort', 'open']) times[action] = await timed(action);
  await page.evaluate(() => { location.hash = ''; scrollTo(0, 0); });
  await picture(page, 'fleet-many');
  return ': ' + JSON.stringify(times);
});

await browser.close();
console.log(JSON.stringify({ test: 'done' }));
