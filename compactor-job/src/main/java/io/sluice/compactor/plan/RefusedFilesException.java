/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.plan;

import io.sluice.table.StorePath;
import java.util.LinkedHashMap;
import java.util.Map;

/** Some files of a merge do not go with the others. Without them it may be done. */
public final class RefusedFilesException extends RuntimeException {

    private final transient Map<StorePath, String> reasons;

    /** Says why of each file; the reasons name their files. */
    public RefusedFilesException(Map<StorePath, String> reasons) {
        super(String.join("; ", reasons.values()));
        this.reasons = new LinkedHashMap<>(reasons);
    }

    /** Of each refused file, why; each reason names its file. */
    public Map<StorePath, String> reasons() {
        return reasons;
    }
}
