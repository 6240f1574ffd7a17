/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.decode.value.BadValueException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinePatternTest {

    private static final GrokLibrary STANDARD = GrokLibrary.standard();

    @Test
    void shouldTakeColumnsFromReferencesAndFromGroups() {
        LinePattern pattern = parse("%{IP:client_ip} %{NUMBER:bytes:long} %{WORD} (?<rest_of_it>.*)");

        assertThat(columns(pattern)).isEqualTo("client_ip:string bytes:long rest_of_it:string");
        assertThat(values(pattern, "10.1.2.3 17 x y z")).isEqualTo("10.1.2.3|17|y z");
    }

    @Test
    void shouldLeaveAloneWhatOnlyLooksLikeAGroupOrReference() {
        LinePattern pattern = parse("[(?<xy>%{A}\\]]+(?<=y)\\(?<no>(?<a>.)\\Q(?<q>%{B}\\E\\%\\{[^]]");

        assertThat(columns(pattern)).isEqualTo("a:string");
        assertThat(values(pattern, "%y<no>z(?<q>%{B}%{!")).isEqualTo("z");
    }

    @Test
    void shouldTakeTheFirstOfSeveralPartsForAColumn() {
        LinePattern pattern = parse("(?:<%{INT:n:int}>|\\[%{INT:n:int}\\]) (?<q>['\"]).*\\k<q>");

        assertThat(columns(pattern)).isEqualTo("n:int q:string");
        assertThat(values(pattern, "[5] 'a'")).isEqualTo("null|5|'");
        assertThat(new LineMatcher(pattern).matches("[5] 'a\"")).isFalse();
    }

    @Test
    void shouldTellItsCapturesFromOtherGroups() {
        LinePattern pattern = parse("(x)?(?:(y)(?<a>.))[(](\\()(?=(.))(?i:(?<b>z))(?<!(q))\\Q(\\E%{INT:c}()");

        assertThat(values(pattern, "y1((Z(5")).isEqualTo("1|Z|5");
    }

    @Test
    void shouldArrangeColumnsAndGiveThemTypes() {
        LinePattern pattern = parse("%{INT:a:int} %{INT:b:int}(?<c>.*)").arrange("c, b:long, a");

        assertThat(columns(pattern)).isEqualTo("c:string b:long a:int");
        assertThat(pattern.captures())
                .extracting(capture -> capture.column().type().kind().label())
                .containsExactly("int", "long", "string");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            %{IPV:a}                    | unknown pattern 'IPV': did you mean 'IP'?, at position 1
            x %{QQQ}(?<a>.)             | unknown pattern 'QQQ', at position 3
            %{LOOP:a}                   | 'LOOP' refers to itself: LOOP → AGAIN → LOOP, at position 1 of AGAIN
            %{BROKEN:a}                 | unknown pattern 'NOWHERE', at position 4 of BROKEN
            %{INT:[a][b]}               | '[a][b]' is not name:type or name:type(pattern)
            %{INT:a:number}             | 'a': unknown type 'number': use string, int, long, float, double, boolean, decimal, date, timestamp-millis, timestamp-micros, at position 1
            %{INT:a:int}%{INT:a:long}   | has 'a' as int and as long
            %{INT:a                     | there is no '}' to what begins, at position 2
            (?<a.)                      | there is no '>' to what begins, at position 3
            %{IN T:a}                   | '%{IN T:a}' is not %{NAME}, %{NAME:column} or %{NAME:column:type}, at position 1
            (?<a>.*)[                   | is not a regular expression of Java: Unclosed character class near
            (?x)(?<a>.) # one (          | has a parenthesis in a comment of (?x): take it out
            %{WORD}                     | has no named group: write (?<name>…) or %{PATTERN:name}
            %{BOMB9:a}                  | is longer than 1000000 characters when written out
            """)
    void shouldSayWhatIsWrongAndWhere(String pattern, String problem) {
        StringBuilder own = new StringBuilder("# mine\n\nLOOP x%{AGAIN}\nAGAIN %{LOOP}\nBROKEN abc%{NOWHERE}\n")
                .append("BOMB0 ")
                .append("x".repeat(100));
        for (int i = 1; i < 10; i++) {
            own.append("\nBOMB").append(i).append(" ").append(("%{BOMB" + (i - 1) + "}").repeat(10));
        }
        GrokLibrary library = STANDARD.with("mine", own.toString());

        assertThatThrownBy(() -> LinePattern.parse(pattern, library))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void shouldSayWhichLineOfALibraryIsNoDefinition() {
        assertThatThrownBy(() -> STANDARD.with("my-patterns", "A b\n\nJUSTANAME"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("my-patterns, line 3: expected a name and a pattern, as in PIN [0-9]{4}");
    }

    @Test
    void shouldPreferTheUsersDefinitions() {
        assertThat(values(LinePattern.parse("%{INT:a}", STANDARD.with("mine", "INT five")), "five"))
                .isEqualTo("five");
    }

    /** Each takes two to the power of the text's length, or more stack than there is. */
    @ParameterizedTest
    @CsvSource({"(?<a>(x+x+)+y), xxy", "(?<a>(x|x)*y), xxy", "(?<a>(.*)*\\2y), xxy", "(?<a>(x|yz)*)z, xyzz"})
    void shouldGiveUpOnATextThatTakesForever(String regex, String good) {
        LineMatcher matcher = new LineMatcher(parse(regex));
        String bad = "x".repeat(50_000);

        assertThatThrownBy(() -> matcher.matches(bad))
                .isInstanceOf(BadValueException.class)
                .hasMessageContaining("text.pattern takes too ")
                .hasMessageContaining("on this text of 50000 characters: String 'xxx");
        assertThat(matcher.matches(good)).as("the next text").isTrue();
    }

    /** Ready-made patterns give up nothing: whatever comes, they can tell in a few steps for a character. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "APACHE_COMBINED",
                "APACHE_ERROR",
                "NGINX_ERROR",
                "SYSLOG_RFC5424",
                "SYSLOG_RFC3164",
                "LOG4J2_DEFAULT",
                "LOG4J_TTCC",
                "LOG4J_DATED",
                "KAFKA_LOG",
                "SPRING_BOOT"
            })
    void shouldTellSoonThatATextIsOfAnotherLog(String name) {
        LineMatcher matcher = new LineMatcher(parse("%{" + name + "}(?<never>\\u0000)"));
        for (String part : List.of(
                "x",
                "\"",
                " ",
                "- ",
                "[",
                "1",
                "\\",
                "a.b:",
                "2026-11-22 10:00:00,000 INFO ",
                "[2026-11-22 10:00:00,000] INFO (a) ",
                "<1>1 - - - - - [a b=\"\" ",
                "h - - [22/Nov/2026:17:04:05 +0100] \"GET ",
                "Nov  2 05:06:07 h ")) {
            assertThat(matcher.matches(part.repeat(20_000 / part.length())))
                    .as(part)
                    .isFalse();
            assertThat(matcher.matches(part + "y".repeat(20_000))).as(part).isFalse();
        }
    }

    @Test
    void shouldMatchLongEventsOfManyLines() {
        String trace = "\tat org.acme.Main.main(Main.java:17)\n".repeat(20_000);
        LinePattern pattern = parse("%{LOGLEVEL:level} %{GREEDYDATA:message}");

        assertThat(values(pattern, "ERROR " + trace)).isEqualTo("ERROR|" + trace);
    }

    @ParameterizedTest
    @CsvSource({
        "IP,::1,true",
        "IP,2001:db8:85a3::8a2e:370:7334,true",
        "IP,::ffff:192.0.2.128,true",
        "IP,fe80::1%eth0,true",
        "IP,1:2:3:4:5:6:7:8,true",
        "IP,1:2:3:4:5:6:7:8:9,false",
        "IP,1::2::3,false",
        "IP,256.1.1.1,false",
        "IP,10.0.0.255,true",
        "NUMBER,-1.5e-7,true",
        "NUMBER,1.,true",
        "NUMBER,.5,true",
        "NUMBER,.,false",
        "UUID,123e4567-e89b-12d3-a456-426614174000,true",
        "MAC,00:1b:63:84:45:e6,true",
        "EMAILADDRESS,a.b+c@example.org,true",
        "HOSTNAME,a-b.example.org,true",
        "URI,https://user:pw@example.org:8443/a/b?c=d#e,true",
        "PATH,/var/log/messages,true",
        "TIMESTAMP_ISO8601,2026-11-22T01:02:03.456+01:00,true",
        "TIMESTAMP_ISO8601,2026-11-22 01:02:03Z,true",
        "TIMESTAMP_ISO8601,2026-13-22 01:02:03,false",
        "HTTPDATE,22/Nov/2026:01:02:03 +0100,true",
        "QUOTEDSTRING,\"a \\\" b\",true",
        "LOGLEVEL,Warning,true",
        "LOGLEVEL,loud,false"
    })
    void shouldKnowWhatUsersOfGrokKnow(String name, String text, boolean matches) {
        assertThat(new LineMatcher(parse("%{" + name + ":x}")).matches(text)).isEqualTo(matches);
    }

    @Test
    void shouldHaveALibraryWithoutAFault() {
        assertThat(STANDARD.names())
                .hasSizeGreaterThan(60)
                .allSatisfy(name -> LinePattern.parse("%{" + name + "}(?<rest>.*)", STANDARD));
    }

    private static LinePattern parse(String pattern) {
        return LinePattern.parse(pattern, STANDARD);
    }

    private static String columns(LinePattern pattern) {
        return pattern.columns().stream()
                .map(column -> column.name() + ":" + column.type().kind().label())
                .collect(Collectors.joining(" "));
    }

    private static String values(LinePattern pattern, String text) {
        LineMatcher matcher = new LineMatcher(pattern);
        assertThat(matcher.matches(text)).as(text).isTrue();
        return pattern.captures().stream()
                .map(capture -> String.valueOf(matcher.group(capture.group())))
                .collect(Collectors.joining("|"));
    }
}
