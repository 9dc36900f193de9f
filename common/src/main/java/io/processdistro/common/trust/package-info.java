/**
 * How programs of a cluster know each other: certificates in PEM, the authority (CA) of a
 * controller and what is trusted because of it, tokens that name their authority. Nothing here
 * listens or keeps files.
 */
package io.processdistro.common.trust;
