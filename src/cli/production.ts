/** Libraries check less and run faster where nothing else is asked for; imported before all of them. */
process.env.NODE_ENV ??= 'production';
