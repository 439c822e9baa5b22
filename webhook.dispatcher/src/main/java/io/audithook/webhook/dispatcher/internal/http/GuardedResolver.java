/*
 * Copyright 2026 The Audithook authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.audithook.webhook.dispatcher.internal.http;

import io.audithook.webhook.api.AddressPolicy;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;

/** Gives only those addresses of a name that the policy allows. */
final class GuardedResolver implements SocketAddressResolver {

    private final SocketAddressResolver resolver;
    private final AddressPolicy policy;

    GuardedResolver(SocketAddressResolver resolver, AddressPolicy policy) {
        this.resolver = resolver;
        this.policy = policy;
    }

    @Override
    public void resolve(String host, int port, Map<String, Object> context, Promise<List<InetSocketAddress>> promise) {
        resolver.resolve(
                host,
                port,
                context,
                Promise.from(answers -> judge(host, answers, promise), failure -> promise.failed(failure)));
    }

    private void judge(String host, List<InetSocketAddress> answers, Promise<List<InetSocketAddress>> promise) {
        AddressPolicy.Judgement judgement =
                policy.judge(answers.stream().map(InetSocketAddress::getAddress).toList());
        if (judgement.objection().isPresent()) {
            String mixed = judgement.allowed().isEmpty() ? "" : " (one of the addresses of " + host + ")";
            promise.failed(new ForbiddenAddressException(judgement.objection().get() + mixed));
        } else {
            promise.succeeded(answers.stream()
                    .filter(answer -> judgement.allowed().contains(answer.getAddress()))
                    .toList());
        }
    }
}
