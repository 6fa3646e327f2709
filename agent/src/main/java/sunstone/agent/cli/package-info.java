/**
 * The command line; start at {@link sunstone.agent.cli.Sunstone}. Commands read and check their input, wire up the parts
 * and print; this is the only package that writes to standard output.
 */
@NullMarked
package sunstone.agent.cli;

import org.jspecify.annotations.NullMarked;
