package io.processdistro.controller.api.live;

import java.time.Instant;

/**
 * Which controller this is.
 *
 * @param name of its machine
 * @param epoch grows by one at each start
 * @param insecure it speaks plain HTTP
 * @param openToAll and that on addresses that other machines reach
 */
public record About(
    String name,
    String version,
    long epoch,
    Instant startedAt,
    boolean insecure,
    boolean openToAll) {}
