/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.protobuf;

/** Bytes that are not what the plan reads. The field's path is put together on the way out; carries no stack trace. */
final class WireFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String path;
    private final String problem;

    WireFault(String problem) {
        this("", problem);
    }

    private WireFault(String path, String problem) {
        super(path.isEmpty() ? problem : "field '" + path + "': " + problem, null, false, false);
        this.path = path;
        this.problem = problem;
    }

    /** The same fault, seen from the message around it. */
    WireFault in(String field) {
        return new WireFault(path.isEmpty() ? field : field + "." + path, problem);
    }
}
