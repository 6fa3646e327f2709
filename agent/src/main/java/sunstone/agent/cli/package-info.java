/**
 * The command line: commands read and check their input, wire up the parts and print. It may use everything, and it
 * and the packages below it are the only ones that write to standard output. Start at {@link
 * sunstone.agent.cli.Sunstone}.
 */
@NullMarked
package sunstone.agent.cli;

import org.jspecify.annotations.NullMarked;
