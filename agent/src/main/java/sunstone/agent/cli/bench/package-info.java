/**
 * The command {@code bench}: how fast loop and model are on this machine. It uses the process and the embedded
 * broker. Start at {@link sunstone.agent.cli.bench.BenchCommand}.
 */
@NullMarked
package sunstone.agent.cli.bench;

import org.jspecify.annotations.NullMarked;
