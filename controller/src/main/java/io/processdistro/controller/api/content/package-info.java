/** What jobs are made of: blobs by their hash, and modules of users, sent, checked and listed. */
package io.processdistro.controller.api.content;
