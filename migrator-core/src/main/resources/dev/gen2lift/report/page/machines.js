/** One machine at a time, named by the address behind the number sign; the table of all otherwise. */
const machines = (() => {
  const fleet = document.getElementById('fleet');
  const place = document.getElementById('sections');
  const pager = document.getElementById('pager');
  const title = document.title;
  let left = null;

  /** The section of a machine, laid out where it was held back; null where there is no such machine. */
  function section(id) {
    const there = document.getElementById(id);
    if (there !== null) {
      return there.matches('section.vm') ? there : null;
    }
    const held = document.getElementById(id + '-held');
    if (held === null) {
      return null;
    }
    const template = document.createElement('template');
    // written by the same templates as the rest of the page, with every name escaped
    template.innerHTML = held.textContent;
    place.append(template.content);
    return document.getElementById(id);
  }

  /** Takes away what was laid out on demand, so that a long look around costs no memory. */
  function putBack(machine) {
    if (document.getElementById(machine.id + '-held') === null) {
      machine.hidden = true;
    } else {
      machine.remove();
    }
  }

  function hideAll() {
    place.querySelectorAll('section.vm').forEach(putBack);
  }

  function step(id, by) {
    const order = fleetTable.shown();
    return order[order.indexOf(id) + by];
  }

  function point(link, id) {
    if (id === undefined) {
      link.removeAttribute('href');
      link.setAttribute('aria-disabled', 'true');
    } else {
      link.removeAttribute('aria-disabled');
      link.href = '#' + id;
    }
  }

  function page(id) {
    const order = fleetTable.shown();
    const at = order.indexOf(id);
    point(document.getElementById('previous'), at > 0 ? order[at - 1] : undefined);
    point(document.getElementById('next'), at >= 0 ? order[at + 1] : undefined);
    document.getElementById('position').textContent = at < 0
      ? 'not among the machines shown'
      : `${(at + 1).toLocaleString('en-US')} of ${order.length.toLocaleString('en-US')}`;
  }

  function open(id) {
    if (!fleet.hidden) {
      left = { id, scroll: scrollY };
    }
    left.id = id;
    hideAll();
    const shown = section(id);
    shown.hidden = false;
    fleet.hidden = true;
    pager.hidden = false;
    page(id);
    const heading = shown.querySelector('h2');
    document.title = `${heading.querySelector('bdi').textContent.slice(0, 80)} – ${title}`;
    scrollTo(0, 0);
    heading.focus({ preventScroll: true });
  }

  function close(target) {
    hideAll();
    const back = fleet.hidden;
    fleet.hidden = false;
    pager.hidden = true;
    document.title = title;
    if (target !== null && target.id !== 'machines') {
      target.scrollIntoView();
    } else if (back && left !== null) {
      scrollTo(0, left.scroll);
      fleetTable.link(left.id)?.focus({ preventScroll: true });
      fleetTable.link(left.id)?.scrollIntoView({ block: 'nearest' });
    }
  }

  function route() {
    const id = location.hash.slice(1);
    if (/^vm-\d+$/.test(id) && section(id) !== null) {
      open(id);
    } else {
      close(id === '' ? null : document.getElementById(id));
    }
  }

  if (fleet !== null) {
    addEventListener('hashchange', route);
    document.addEventListener('keydown', (event) => {
      const typing = event.target.closest('input, select, textarea, pre');
      if (fleet.hidden && !typing && !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
        const id = location.hash.slice(1);
        const to = { Escape: 'machines', ArrowLeft: step(id, -1), ArrowRight: step(id, 1) }[event.key];
        if (to !== undefined) {
          location.hash = '#' + to;
        }
      }
    });
    route();
  }

  return { section, putBack };
})();
