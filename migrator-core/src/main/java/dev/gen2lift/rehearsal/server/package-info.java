/** HTTPS on the loopback interface: the certificate, the server, one exchange, and the file that keeps the cloud's state. */
package dev.gen2lift.rehearsal.server;
