/** Put Page over plain HTTP/1.1: a connection for each request in flight, and the bytes from buffer to socket. */
package dev.gen2lift.transfer.wire;
