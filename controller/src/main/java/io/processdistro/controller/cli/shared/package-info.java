/**
 * What commands of every subject share: how they end, which controller they talk to, whose state
 * they read. A thing that only one subject needs belongs to that subject.
 */
package io.processdistro.controller.cli.shared;
