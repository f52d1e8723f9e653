package io.github.patientpayments.examples.service;

import java.time.Duration;

/**
 * How much is served at once, and how long it may take.
 *
 * @param connections that are open, each with at most one thread
 * @param requests that are worked on; further ones are answered with 503
 * @param drain how long running requests may take to finish when the service is stopped
 * @param stall how long a client may send or take nothing
 * @param request how long a request may take to arrive
 * @param response how long a response may take to be produced and sent
 */
record Limits(int connections, int requests, Duration drain, Duration stall, Duration request, Duration response) {}
