/* What unwinding calls to pass through a Rust function. Rust's core library comes compiled with
   references to it, of which an optimiser may leave some; where panics end the process, nothing
   calls it. */

#include <stdlib.h>

void rust_eh_personality(void);

void
rust_eh_personality(void)
{
    abort();
}
