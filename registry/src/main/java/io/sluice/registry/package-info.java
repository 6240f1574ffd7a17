/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Shell. The schema registry as a server: subjects, versions, ids and compatibility over HTTP as Confluent's clients
 * speak it, kept in the compacted topic {@code _schemas}.
 */
@NullMarked
package io.sluice.registry;

import org.jspecify.annotations.NullMarked;
