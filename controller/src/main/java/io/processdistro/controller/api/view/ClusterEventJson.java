package io.processdistro.controller.api.view;

/**
 * Something that happened in the cluster, in words; fields as in openapi.yaml.
 *
 * @param at RFC 3339
 * @param jobId null if it is not about a job
 * @param nodeId null if it is not about a node, or about one that does not say its id
 */
public record ClusterEventJson(
    String at, String kind, String message, String jobId, String nodeId) {}
