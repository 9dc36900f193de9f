/**
 * Users' modules beyond any single job: which ones are known, what they say about themselves, and
 * which of them are quarantined because of what they did to nodes.
 */
package io.processdistro.controller.modules;
