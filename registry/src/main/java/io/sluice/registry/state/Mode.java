/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.state;

/** What may be done to a subject. Confluent's IMPORT, by which ids are chosen by the client, is not offered. */
public enum Mode {
    READWRITE,
    READONLY
}
