/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.config;

import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/** What one has to know of keys to change them one by one (KIP-339). */
public interface ChangeableKeys {

    /** Null if there is no such key. */
    ConfigDef.@Nullable Type typeOf(String key);

    /** The value that is in force as long as nothing else is set, which APPEND and SUBTRACT begin with. */
    @Nullable String valueBelow(String key);
}
