/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.state;

import static io.sluice.registry.state.Registry.avro;
import static io.sluice.registry.state.Registry.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.schema.CompatibilityLevel;
import io.sluice.schema.registry.SchemaReference;
import io.sluice.schema.registry.SchemaType;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RegistryStateTest {

    private final Registry registry = new Registry();

    @Test
    void shouldGiveOneIdToOneSchemaInAnySubjectAndWhiteSpace() {
        SchemaVersion first = registry.register("a", record("R", "x"));
        SchemaVersion again = registry.register("a", record("R", "x").replace(",", " ,\n "));
        SchemaVersion elsewhere = registry.register("b", record("R", "x"));
        SchemaVersion second = registry.register("a", record("R", "x", "y"));

        assertThat(again).isEqualTo(first);
        assertThat(List.of(first.id(), elsewhere.id(), second.id())).containsExactly(1, 1, 2);
        assertThat(second.version()).isEqualTo(2);
        assertThat(registry.state().subjects().users(1, Deleted.WITHOUT))
                .containsExactly(new SubjectVersion("a", 1), new SubjectVersion("b", 1));
    }

    @Test
    void shouldCheckCompatibilityBeforeAnythingIsStored() {
        registry.register("a", record("R", "x"));

        fails(() -> registry.register("a", record("R", "x").replace("int", "string")), RegistryError.INVALID_SCHEMA);
        fails(
                () -> registry.register("a", record("R", "x").replace("\"int\",\"default\":0", "\"string\"")),
                RegistryError.INCOMPATIBLE_SCHEMA,
                "incompatible with an earlier schema for subject \"a\", by its compatibility level BACKWARD",
                "field \"x\": the new schema has string, version 1 has int");
        assertThat(registry.state().subjects().versions("a", Deleted.WITH)).hasSize(1);

        registry.execute(Settings.setLevel("a", CompatibilityLevel.NONE));
        assertThat(registry.register("a", record("R", "x").replace("\"int\",\"default\":0", "\"string\""))
                        .version())
                .isEqualTo(2);
    }

    @Test
    void shouldNameTheVersionThatStandsInTheWayByItsNumber() {
        registry.execute(Settings.setLevel(null, CompatibilityLevel.FULL_TRANSITIVE));
        registry.register("a", record("R", "x"));
        registry.register("a", record("R", "x", "y"));
        registry.execute(Deletions.softly("a", 1));

        fails(
                () -> registry.register("a", record("R", "y").replace("int\",\"default\":0", "string\"")),
                RegistryError.INCOMPATIBLE_SCHEMA,
                "version 2 has int");
    }

    @Test
    void shouldRefuseASchemaOfAnotherLanguageThanTheVersionsBefore() {
        registry.register("a", record("R", "x"));

        fails(
                () -> registry.execute(
                        new Registration("a", SchemaType.PROTOBUF, "message R { int32 x = 1; }", List.of(), false)
                                .register()),
                RegistryError.INCOMPATIBLE_SCHEMA,
                "Version 1 is of type AVRO, the new schema is of type PROTOBUF");
    }

    @Test
    void shouldHideWhatIsDeletedSoftlyAndForgetWhatIsDeletedForGood() {
        registry.register("a", record("R", "x"));
        registry.register("a", record("R", "x", "y"));

        fails(
                () -> registry.execute(Deletions.permanently("a", 1)),
                RegistryError.VERSION_NOT_SOFT_DELETED,
                "Subject 'a' Version 1 was not deleted first before being permanently deleted");
        assertThat(registry.execute(Deletions.softly("a", 1))).isEqualTo(1);
        fails(() -> registry.execute(Deletions.softly("a", 1)), RegistryError.VERSION_SOFT_DELETED);
        assertThat(registry.state().subjects().versions("a", Deleted.WITHOUT)).hasSize(1);
        assertThat(registry.state().subjects().content(1)).as("by its id").isPresent();

        assertThat(registry.execute(Deletions.permanently("a", 1))).isEqualTo(1);
        assertThat(registry.state().subjects().content(1)).isEmpty();
        fails(
                () -> registry.execute(Deletions.softly("a", 1)),
                RegistryError.VERSION_NOT_FOUND,
                "Version 1 not found.");
    }

    @Test
    void shouldDeleteASubjectInTwoSteps() {
        registry.register("a", record("R", "x"));
        registry.register("a", record("R", "x", "y"));

        fails(() -> registry.execute(Deletions.subjectSoftly("b")), RegistryError.SUBJECT_NOT_FOUND);
        fails(() -> registry.execute(Deletions.subjectPermanently("a")), RegistryError.SUBJECT_NOT_SOFT_DELETED);
        assertThat(registry.execute(Deletions.subjectSoftly("a"))).containsExactly(1, 2);
        fails(() -> registry.execute(Deletions.subjectSoftly("a")), RegistryError.SUBJECT_SOFT_DELETED);
        assertThat(registry.state().subjects().names(Deleted.WITHOUT)).isEmpty();
        assertThat(registry.state().subjects().names(Deleted.ONLY)).containsExactly("a");

        assertThat(registry.register("a", record("R", "x")).version())
                .as("after what was there")
                .isEqualTo(3);
        registry.execute(Deletions.subjectSoftly("a"));
        assertThat(registry.execute(Deletions.subjectPermanently("a"))).containsExactly(1, 2, 3);
        assertThat(registry.state().subjects().names(Deleted.WITH)).isEmpty();
    }

    /** What a log says that has been compacted to nothing but what is still true. */
    @Test
    void shouldNeverGiveAnIdTwiceEvenIfItsSchemaIsGoneFromTheLog() {
        registry.register("a", record("R", "x"));
        registry.register("a", record("R", "x", "y"));
        registry.execute(Deletions.softly("a", 2));
        registry.execute(Deletions.permanently("a", 2));

        RegistryState replayed = new RegistryState(CompatibilityLevel.BACKWARD);
        replayed.apply(8, registry.state().current(new StoreKey.SchemaKey("a", 1)), Optional.empty());
        replayed.apply(9, registry.state().current(new StoreKey.NoopKey()), Optional.empty());

        assertThat(replayed.nextId()).isEqualTo(3).isEqualTo(registry.state().nextId());
    }

    @Test
    void shouldFollowReferencesAndKeepWhatTheyLeadTo() {
        SchemaReference customer = new SchemaReference("Customer", "customer", 1);
        String order = "{\"type\":\"record\",\"name\":\"Order\",\"fields\":[{\"name\":\"by\",\"type\":\"Customer\"}]}";
        fails(
                () -> registry.execute(avro("order", order, customer).register()),
                RegistryError.INVALID_SCHEMA,
                "the reference \"Customer\" leads to version 1 of subject \"customer\", which is not registered");

        registry.register("customer", record("Customer", "name"));
        registry.execute(avro("order", order, customer).register());

        assertThat(registry.state().subjects().referencedBy(new SubjectVersion("customer", 1), Deleted.WITHOUT))
                .containsExactly(2);
        fails(
                () -> registry.execute(Deletions.softly("customer", 1)),
                RegistryError.REFERENCE_EXISTS,
                "One or more references exist to version 1 of subject customer: from schemas [2]");
        fails(() -> registry.execute(Deletions.subjectSoftly("customer")), RegistryError.REFERENCE_EXISTS);
        registry.execute(Deletions.subjectSoftly("order"));
        assertThat(registry.execute(Deletions.subjectSoftly("customer"))).containsExactly(1);
        fails(() -> registry.execute(Deletions.permanently("customer", 1)), RegistryError.REFERENCE_EXISTS);
        fails(() -> registry.execute(avro("again", order, customer).register()), RegistryError.INVALID_SCHEMA);
    }

    @Test
    void shouldFindASchemaThatDiffersInOrderAloneIfAsked() {
        String one = "{\"type\":\"record\",\"name\":\"R\",\"b\":1,\"a\":2,\"fields\":[]}";
        String other = "{\"a\":2,\"fields\":[],\"b\":1,\"name\":\"R\",\"type\":\"record\"}";
        registry.register("a", one);

        fails(() -> avro("a", other).find(registry.state(), Deleted.WITHOUT), RegistryError.SCHEMA_NOT_FOUND);
        assertThat(new Registration("a", SchemaType.AVRO, other, List.of(), true)
                        .find(registry.state(), Deleted.WITHOUT)
                        .id())
                .isEqualTo(1);
    }

    @Test
    void shouldRefuseAllChangesOfASubjectThatIsReadOnly() {
        registry.register("a", record("R", "x"));
        registry.execute(Settings.setMode("a", Mode.READONLY));

        fails(
                () -> registry.register("a", record("R", "x", "y")),
                RegistryError.OPERATION_NOT_PERMITTED,
                "Subject a is in read-only mode");
        fails(() -> registry.execute(Deletions.softly("a", 1)), RegistryError.OPERATION_NOT_PERMITTED);
        fails(
                () -> registry.execute(Settings.setLevel("a", CompatibilityLevel.NONE)),
                RegistryError.OPERATION_NOT_PERMITTED);
        assertThat(registry.execute(Settings.clearMode("a"))).isEqualTo(Mode.READONLY);
        fails(() -> registry.execute(Settings.clearMode("a")), RegistryError.SUBJECT_MODE_NOT_CONFIGURED);
        assertThat(registry.register("a", record("R", "x", "y")).version()).isEqualTo(2);
    }

    @Test
    void shouldLetASubjectsLevelGoBeforeTheGlobalOne() {
        fails(() -> registry.execute(Settings.clearLevel("a")), RegistryError.SUBJECT_LEVEL_NOT_CONFIGURED);
        registry.execute(Settings.setLevel(null, CompatibilityLevel.FULL));
        registry.execute(Settings.setLevel("a", CompatibilityLevel.FORWARD));

        assertThat(registry.state().level("a")).isEqualTo(CompatibilityLevel.FORWARD);
        assertThat(registry.state().level("b")).isEqualTo(CompatibilityLevel.FULL);
        assertThat(registry.execute(Settings.clearLevel("a"))).isEqualTo(CompatibilityLevel.FORWARD);
        assertThat(registry.execute(Settings.clearLevel(null))).isEqualTo(CompatibilityLevel.FULL);
        assertThat(registry.state().level("a")).isEqualTo(CompatibilityLevel.BACKWARD);
    }

    @Test
    void shouldNotCountARecordThatWasDecidedOnAnOlderState() {
        RegistryState state = registry.state();
        StoreRecord mine =
                avro("a", record("Mine")).register().decide(state).records().get(0);
        StoreRecord theirs =
                avro("a", record("Theirs")).register().decide(state).records().get(0);

        assertThat(state.apply(5, theirs, Optional.of(RegistryState.NO_OFFSET))).isTrue();
        assertThat(state.apply(6, mine, Optional.of(RegistryState.NO_OFFSET))).isFalse();

        assertThat(state.subjects().content(1).orElseThrow().text()).contains("Theirs");
        assertThat(state.spoiled()).containsExactly(new StoreKey.SchemaKey("a", 1));
        assertThat(state.current(new StoreKey.SchemaKey("a", 1))).isEqualTo(theirs);
        assertThat(state.apply(7, theirs, Optional.of(6L))).isTrue();
        assertThat(state.spoiled()).isEmpty();
    }

    private static void fails(ThrowingCallable call, RegistryError error, String... parts) {
        RegistryException failure = catchThrowableOfType(RegistryException.class, call);
        assertThat(failure).isNotNull();
        assertThat(failure.error()).as(failure.getMessage()).isEqualTo(error);
        for (String part : parts) {
            assertThat(failure).hasMessageContaining(part);
        }
    }
}
