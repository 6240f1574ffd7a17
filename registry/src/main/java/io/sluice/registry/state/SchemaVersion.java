/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.state;

/**
 * A version of a subject.
 *
 * @param version 1 or more
 * @param id of the content, across all subjects
 */
public record SchemaVersion(String subject, int version, int id, SchemaContent content) {}
