/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.state;

import io.sluice.registry.state.StoreKey.ConfigKey;
import io.sluice.registry.state.StoreKey.ModeKey;
import io.sluice.registry.state.StoreValue.ConfigValue;
import io.sluice.registry.state.StoreValue.ModeValue;
import io.sluice.schema.CompatibilityLevel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes of compatibility levels and modes, of a subject or, where it is null, of all that have none of their own. */
public final class Settings {

    private Settings() {}

    public static Command<CompatibilityLevel> setLevel(@Nullable String subject, CompatibilityLevel level) {
        return state -> {
            if (subject != null) {
                requireWritable(state, subject);
            }
            return new Decision<>(List.of(new StoreRecord(new ConfigKey(subject), new ConfigValue(level))), level);
        };
    }

    /** Answers with the level that was set. */
    public static Command<CompatibilityLevel> clearLevel(@Nullable String subject) {
        return state -> {
            CompatibilityLevel old = subject == null
                    ? state.globalLevel()
                    : state.subjectLevel(subject).orElseThrow(() -> levelNotConfigured(subject));
            return new Decision<>(List.of(new StoreRecord(new ConfigKey(subject), null)), old);
        };
    }

    public static Command<Mode> setMode(@Nullable String subject, Mode mode) {
        return state -> new Decision<>(List.of(new StoreRecord(new ModeKey(subject), new ModeValue(mode))), mode);
    }

    /** Answers with the mode that was set. */
    public static Command<Mode> clearMode(@Nullable String subject) {
        return state -> {
            Mode old = subject == null
                    ? state.globalMode()
                    : state.subjectMode(subject).orElseThrow(() -> modeNotConfigured(subject));
            return new Decision<>(List.of(new StoreRecord(new ModeKey(subject), null)), old);
        };
    }

    public static RegistryException levelNotConfigured(String subject) {
        return new RegistryException(
                RegistryError.SUBJECT_LEVEL_NOT_CONFIGURED,
                "Subject '" + subject + "' does not have subject-level compatibility configured");
    }

    public static RegistryException modeNotConfigured(String subject) {
        return new RegistryException(
                RegistryError.SUBJECT_MODE_NOT_CONFIGURED,
                "Subject '" + subject + "' does not have subject-level mode configured");
    }

    static void requireWritable(RegistryState state, String subject) {
        if (state.mode(subject) == Mode.READONLY) {
            throw new RegistryException(
                    RegistryError.OPERATION_NOT_PERMITTED, "Subject " + subject + " is in read-only mode");
        }
    }
}
