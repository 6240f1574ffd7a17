/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

/** How staged records are made durable before their offsets are handed to Kafka Connect. */
public enum SyncMode {
    /** To the disks of all datanodes of the pipeline: survives a power cut. */
    HSYNC,
    /** To the memory of all datanodes of the pipeline: survives the loss of a process or machine. */
    HFLUSH
}
