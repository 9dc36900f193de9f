/**
 * Hostile modules with the verdicts that they have to get, and the small builder that makes them.
 * Used by the tests of ingest here and, as a test jar, by those that run what ingest admits.
 */
package io.processdistro.common.module.corpus;
