// Paper shows every machine that the table shows, and everything that is folded on the screen.
(() => {
  let unfolded = [];
  let laidOut = [];

  addEventListener('beforeprint', () => {
    const fleet = document.getElementById('fleet');
    if (fleet !== null && !fleet.hidden) {
      laidOut = fleetTable.shown().map((id) => machines.section(id));
      laidOut.forEach((machine) => { machine.hidden = false; });
    }
    unfolded = Array.from(document.querySelectorAll('details:not([open])'));
    unfolded.forEach((details) => { details.open = true; });
  });

  addEventListener('afterprint', () => {
    unfolded.forEach((details) => { details.open = false; });
    laidOut.forEach(machines.putBack);
    unfolded = [];
    laidOut = [];
  });
})();
