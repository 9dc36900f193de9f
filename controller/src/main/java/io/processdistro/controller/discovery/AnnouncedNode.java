package io.processdistro.controller.discovery;

import java.util.Optional;

/**
 * A node that announces itself on the network. Everything is the word of whoever sent it, cleaned
 * so that it can be shown.
 *
 * @param id if it says one
 * @param address numeric
 */
public record AnnouncedNode(Optional<String> id, String name, String address) {}
