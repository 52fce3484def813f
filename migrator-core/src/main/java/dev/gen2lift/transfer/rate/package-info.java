/** How fast an upload may go: requests in flight, bytes a second, and how long a page is. */
package dev.gen2lift.transfer.rate;
