// SPDX-License-Identifier: Apache-2.0
//
// Runs a script's main with its arguments, and exits 1 if it fails or takes too long.
'use strict';

module.exports = (main) => {
  const timer = setTimeout(() => {
    console.error('not done after 100 s');
    process.exit(1);
  }, 100_000);
  main(process.argv.slice(2)).then(
    () => clearTimeout(timer),
    (e) => {
      console.error(e);
      process.exit(1);
    },
  );
};
