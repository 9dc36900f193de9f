/**
 * What the API tells unasked, as server-sent events: what changed ({@code /v1/events}) and pictures
 * of the cluster ({@code /v1/live}). What the pictures are of is kept by {@code controller.live}.
 */
package io.processdistro.controller.api.live;
