/**
 * Options that commands of more than one package share. It uses what the options stand for, never a command. Start at
 * {@link sunstone.agent.cli.option.SectionOptions}.
 */
@NullMarked
package sunstone.agent.cli.option;

import org.jspecify.annotations.NullMarked;
