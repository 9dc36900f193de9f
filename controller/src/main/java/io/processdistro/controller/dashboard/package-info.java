/** The dashboard's page as files: what the build put on the class path, held in memory. */
package io.processdistro.controller.dashboard;
